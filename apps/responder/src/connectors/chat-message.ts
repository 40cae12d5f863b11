import type { Notice } from './connector.js'

/** An incoming webhook of Slack: blocks, and `text` for where blocks can't be shown. */
export function slackMessage({ title, text, plant, incident, drill }: Notice, key: string): unknown {
  const mark = drill ? '[訓練/DRILL] ' : ''
  return {
    text: escape(`${mark}${title.ja} / ${title.en}`),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: `${mark}${title.ja}`.slice(0, 150) } },
      { type: 'section', text: { type: 'mrkdwn', text: escape(`${text.ja}\n\n${text.en}`).slice(0, 3_000) } },
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: escape(`${plant} · ${incident} · ${key}`).slice(0, 2_000) }],
      },
    ],
  }
}

/** A workflow webhook of Teams: one adaptive card. */
export function teamsMessage({ title, text, plant, incident, drill }: Notice, key: string): unknown {
  const block = (text: string, more: Record<string, unknown> = {}) => ({ type: 'TextBlock', text, wrap: true, ...more })
  const mark = drill ? '[訓練/DRILL] ' : ''
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(`${mark}${title.ja} / ${title.en}`, { weight: 'Bolder', size: 'Medium' }),
            block(text.ja),
            block(text.en),
            block(`${plant} · ${incident} · ${key}`, { isSubtle: true, size: 'Small' }),
          ],
        },
      },
    ],
  }
}

/** Slack's three characters: everything else is text, so nobody's alert can ping a channel. */
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
