import { Icon } from '../icons.js'

export const IncidentsIcon = () => (
  <Icon>
    <path d="M8 2.2 14.2 13H1.8zM8 6.4v3M8 11.3v.1" />
  </Icon>
)
export const SituationIcon = () => (
  <Icon>
    <path d="M2 2.5h5v4.5H2zM9 2.5h5v4.5H9zM2 9h5v4.5H2zM9 9h5v4.5H9z" />
  </Icon>
)
export const ShiftIcon = () => (
  <Icon>
    <path d="M2.5 9.5a5.5 5.5 0 0 1 11 0M1.5 9.5h13v2h-13zM6.5 4.3V2.5h3v1.8" />
  </Icon>
)
export const AdminIcon = () => (
  <Icon>
    <path d="M2 4.5h6M11 4.5h3M2 11.5h3M8 11.5h6M9.5 3v3M6.5 10v3" />
  </Icon>
)
export const AlertsIcon = () => (
  <Icon>
    <path d="M2 3.5h8M2 7h5M2 10.5h4" />
    <circle cx="10.5" cy="9.5" r="3" />
    <path d="m12.8 11.8 1.7 1.7" />
  </Icon>
)
export const RulesIcon = () => (
  <Icon>
    <path d="M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3" />
  </Icon>
)
export const PlaybooksIcon = () => (
  <Icon>
    <path d="M6 2h4v3H6zM2 11h4v3H2zM10 11h4v3h-4zM8 5v3M4 11V8h8v3" />
  </Icon>
)
export const AlarmsIcon = () => (
  <Icon>
    <path d="M3 11.5h10L11.8 9.8V6.6a3.8 3.8 0 0 0-7.6 0v3.2zM6.8 13.6h2.4M8 2.8V1.6" />
  </Icon>
)
export const ReviewsIcon = () => (
  <Icon>
    <path d="M8 1.8 13 4v4c0 3-2 5-5 6.2C5 13 3 11 3 8V4zM8 5v3.2M8 10.6v.1" />
  </Icon>
)
