// Photos on their way from the camera of the first screen to the form.
let handed: File[] = []

export function startWith(files: File[]): void {
  handed = files
}

/** Each photo is taken once. */
export function takeHanded(): File[] {
  const files = handed
  handed = []
  return files
}
