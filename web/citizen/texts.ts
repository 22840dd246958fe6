// The words of the citizen's face.
import citizen from '../../texts/vi/citizen.json'
import { texts } from '../shared/i18n.svelte'

export const t = texts(citizen, () => import('../../texts/en/citizen.json'))
