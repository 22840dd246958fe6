// Folding for search without diacritics, as src/base/text folds: lower case, no marks, đ as d,
// letters and digits only, one space between words. It must give the same as the server.
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
