import { IncidentList, IncidentPage } from '@genba/contracts'

export type Person = {
  get: (path: string) => Promise<unknown>
  post: (path: string, body: unknown) => Promise<globalThis.Response>
  incidents: (state?: 'open' | 'closed' | 'all') => Promise<IncidentList['incidents']>
  incident: (id: string) => Promise<IncidentPage>
  cookie: string
}

/** Somebody who is signed in and uses the REST API as the console does. */
export async function signIn(origin: string, user: string, password: string): Promise<Person> {
  const headers = { 'content-type': 'application/json', 'x-genba-csrf': '1' }
  const answer = await fetch(`${origin}/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ user, password }),
  })
  if (!answer.ok) throw new Error(`${user} could not sign in: ${answer.status} ${await answer.text()}`)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] as string
  const get = async (path: string): Promise<unknown> => {
    const got = await fetch(`${origin}${path}`, { headers: { cookie } })
    if (!got.ok) throw new Error(`GET ${path}: ${got.status} ${await got.text()}`)
    return got.json()
  }
  return {
    cookie,
    get,
    post: (path, body) =>
      fetch(`${origin}${path}`, { method: 'POST', headers: { ...headers, cookie }, body: JSON.stringify(body) }),
    incidents: async (state = 'all') => IncidentList.parse(await get(`/v1/incidents?state=${state}`)).incidents,
    incident: async (id) => IncidentPage.parse(await get(`/v1/incidents/${encodeURIComponent(id)}`)),
  }
}
