import type { ReactNode } from 'react'

export function Icon({ children, size = 16 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  )
}

export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.5" />
    <path d="M10.5 10.5 14 14" />
  </Icon>
)
export const ExpandIcon = () => (
  <Icon>
    <path d="M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5 9 7M2.5 13.5 7 9" />
  </Icon>
)
export const ChevronIcon = () => (
  <Icon size={12}>
    <path d="m5 3 5 5-5 5" />
  </Icon>
)
export const UserIcon = () => (
  <Icon>
    <circle cx="8" cy="5.5" r="2.7" />
    <path d="M2.8 13.8c.6-2.8 2.6-4.2 5.2-4.2s4.6 1.4 5.2 4.2" />
  </Icon>
)
export const HandIcon = () => (
  <Icon size={14}>
    <path d="M8 1.8v7M8 12.6v.1" strokeWidth="2.2" />
  </Icon>
)
export const LogoIcon = () => (
  <svg aria-hidden="true" width="22" height="22" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="7" fill="#0f5c63" />
    <path d="M6 24V14l6 4v-4l6 4v-4l6 4V8h3v16z" fill="#fff" />
  </svg>
)
export const BellIcon = () => (
  <Icon>
    <path d="M3.5 11.5c1-1 1-2.5 1-4.5a3.5 3.5 0 0 1 7 0c0 2 0 3.5 1 4.5zM6.7 13.8h2.6" />
  </Icon>
)
export const SoundIcon = () => (
  <Icon>
    <path d="M2.5 6v4h2.5L8.5 13V3L5 6zM11 5.5a3.5 3.5 0 0 1 0 5M12.8 3.5a6 6 0 0 1 0 9" />
  </Icon>
)
