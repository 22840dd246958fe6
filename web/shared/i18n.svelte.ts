// The words of a face: Vietnamese is bundled, English comes when it is asked for. Every visible
// word goes through t(); a key that a dictionary lacks is a type error, never an empty label.
import shared from '../../texts/vi/shared.json'

export type Language = 'vi' | 'en'
type Dictionary = Record<string, string>
type Arg = string | number

const k_remembered = 'camaug.lang'
const k_languages: readonly string[] = ['vi', 'en']

const state = $state<{ language: Language; other: Dictionary | null }>({
  language: 'vi',
  other: null,
})
const english: (() => Promise<{ default: Dictionary }>)[] = [
  () => import('../../texts/en/shared.json'),
]

/** The loading of English, once somebody wants it. */
let asked: Promise<void> | null = null

/** Fills {0}, {1}... of a text. */
export function fill(text: string, args: readonly Arg[]): string {
  return text.replace(/\{(\d)\}/g, (whole, n: string) => String(args[Number(n)] ?? whole))
}

export function language(): Language {
  return state.language
}

/** The texts of one face: `t` is typed by the keys of that face and of shared.json. */
export function texts<Part extends Dictionary>(
  part: Part,
  loadEnglish: () => Promise<{ default: Dictionary }>,
): (key: keyof Part | keyof typeof shared, ...args: Arg[]) => string {
  english.push(loadEnglish)
  // A part that arrives with a later screen, while English is shown or on its way.
  if (asked)
    void Promise.all([loadEnglish(), asked])
      .then(([late]) => {
        state.other = { ...state.other, ...late.default }
      })
      .catch(() => undefined)
  const vietnamese: Dictionary = { ...shared, ...part }
  return (key, ...args) => {
    const name = key as string
    const text = (state.language === 'en' ? state.other?.[name] : undefined) ?? vietnamese[name]
    return fill(text ?? name, args)
  }
}

/** For components and formats under shared/: the keys of shared.json only. */
export function ts(key: keyof typeof shared, ...args: Arg[]): string {
  return fill(
    (state.language === 'en' ? state.other?.[key] : undefined) ??
      (shared as Dictionary)[key] ??
      key,
    args,
  )
}

/** Switches; answers once the words are there. A failed load keeps the language shown now. */
export async function setLanguage(next: Language): Promise<void> {
  if (next === 'en') {
    asked ??= Promise.all(english.map((load) => load())).then((parts) => {
      state.other = Object.assign({}, ...parts.map((part) => part.default)) as Dictionary
    })
    await asked.catch((error: unknown) => {
      asked = null
      throw error
    })
  }
  state.language = next
  document.documentElement.lang = next
  try {
    localStorage.setItem(k_remembered, next)
    // The pages that the server writes follow the same choice.
    document.cookie = `lang=${next}; Path=/; Max-Age=31536000; SameSite=Lax`
  } catch {
    // A browser that stores nothing still switches for this visit.
  }
}

/** What the person chose before; Vietnamese otherwise, whatever the browser is set to. */
export function rememberedLanguage(): Language {
  try {
    const kept = localStorage.getItem(k_remembered)
    return kept && k_languages.includes(kept) ? (kept as Language) : 'vi'
  } catch {
    return 'vi'
  }
}

/** The text of a thing that carries its own vi and en (fields, tiles, numbers of the profile). */
export function own(thing: { vi: string; en: string }): string {
  return state.language === 'en' ? thing.en || thing.vi : thing.vi
}
