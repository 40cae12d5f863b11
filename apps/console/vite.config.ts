import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `vite` serves the sources and passes REST and Socket.IO on to a gateway that runs already.
const GATEWAY = process.env['GENBA_GATEWAY'] ?? 'http://127.0.0.1:4600'

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2023', sourcemap: false, assetsInlineLimit: 0 },
  server: { proxy: { '/v1': GATEWAY, '/socket.io': { target: GATEWAY, ws: true } } },
})
