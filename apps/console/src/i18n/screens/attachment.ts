/** Files that people attach to an incident. */
export const attachment = {
  ja: {
    attach: 'ファイルを添付',
    remove: '添付を取り消す',
    tooLarge: 'ファイルは{{max}}までです。',
    file: '添付: {{name}}（{{size}}）',
  },
  en: {
    attach: 'Attach a file',
    remove: 'Remove the file',
    tooLarge: 'A file may have {{max}}.',
    file: 'Attached: {{name}} ({{size}})',
  },
}
