// The words about reports that others sent: most people never see them.
import citizen from '../../texts/vi/citizen.json'
import join from '../../texts/vi/citizen_join.json'
import screens from '../../texts/vi/citizen_screens.json'
import { texts } from '../shared/i18n.svelte'

export const t = texts(
  { ...citizen, ...screens, ...join },
  () => import('../../texts/en/citizen_join.json'),
)
