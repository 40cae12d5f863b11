// Shows a page that says so when the gateway can't be reached. Nothing else is kept: an old screen could be taken for the present.
const CACHE = 'genba-offline-1'
const PAGE = '/offline.html'

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(PAGE)))
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith('genba-') && name !== CACHE
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))))
})

self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return
  event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)))
})
