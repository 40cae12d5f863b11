export const loadFrame = () => import('../ui/frame.js')
export const loadIncidents = () => import('../incidents/incidents-page.js')

/** What most people see first behind the sign-in page, while they still type: not before, for then the page itself waits for it. */
export function loadInside(): void {
  // One that can't be had is asked for again when it is shown, and says so there.
  void Promise.allSettled([loadFrame(), loadIncidents()])
}
