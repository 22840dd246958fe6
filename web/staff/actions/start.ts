// What a form starts with, from what the server already said about the case; and the ready words
// of a refusal, which stay editable.
import type { Config, ReportDetail } from '../../shared/client'
import { own } from '../../shared/i18n.svelte'
import { t } from '../../shared/desk/words'
import type { Values } from './forms'

export function begin(action: string, report: ReportDetail): Values {
  switch (action) {
    case 'dispatch':
      return {
        lead: report.suggestion?.lead ?? '',
        cooperating: [...(report.suggestion?.cooperating ?? [])],
      }
    case 'merge':
      return { master: report.similar[0]?.code ?? '' }
    case 'answer':
      return { kind: 'final', has_after: report.media.some((one) => one.phase === 'after') }
    case 'add_media':
      return { phase: 'survey' }
    case 'reclassify':
      return { field: report.field, sub_field: report.sub_field ?? '' }
    default:
      return {}
  }
}

export function readyWords(kind: string, config: Config | null): { text: string; channel: string } {
  const found = config?.out_of_scope.find((one) => one.code === kind)
  if (kind === 'unusable') return { text: t('staff.ready.unusable'), channel: '' }
  if (kind === 'crime_report')
    return { text: t('staff.ready.crime_report'), channel: t('staff.ready.police') }
  if (!found) return { text: '', channel: '' }
  return { text: t('staff.ready.refuse', own(found), found.channel), channel: found.channel }
}
