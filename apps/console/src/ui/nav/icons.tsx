import { Icon } from '../icons.js'

export const IncidentsIcon = () => (
  <Icon>
    <path d="M8 2.2 14.2 13H1.8zM8 6.4v3M8 11.3v.1" />
  </Icon>
)
