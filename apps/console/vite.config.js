import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `npx vite` serves the sources and passes REST and Socket.IO on to a gateway that runs at its usual port.
const GATEWAY = 'http://127.0.0.1:4600'

export default defineConfig(({ command }) => {
  // Vite keeps a NODE_ENV that it finds, a test run's for one; what people open is always the production build.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    plugins: [react()],
    build: { target: 'es2023', sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
    server: { proxy: { '/v1': GATEWAY, '/socket.io': { target: GATEWAY, ws: true } } },
  }
})
