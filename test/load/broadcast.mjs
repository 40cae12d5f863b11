// @ts-check
// The floor of `bench:console`: a bare Socket.IO server that tells everybody each row at once, by itself, in a process of its own.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const server = new Server(http, { serveClient: false })
http.listen(0, '127.0.0.1', () => process.send?.({ port: /** @type {{ port: number }} */ (http.address()).port }))
process.on('message', (row) => {
  if (row === 'end') process.exit(0)
  server.emit('live', { events: [{ event: 'incident.row', row }] })
})
