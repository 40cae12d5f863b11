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
