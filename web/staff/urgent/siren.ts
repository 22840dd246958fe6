// Three rising tones, again every twelve seconds until stopped. Browsers let a page sound only
// after the person has touched it: until then the siren waits for that touch.

const k_again_ms = 12_000
const k_tones_hz = [660, 880, 1100]
const k_tone_s = 0.22

export class Siren {
  #audio: AudioContext | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  #wanted = false

  start(): void {
    if (this.#wanted) return
    this.#wanted = true
    this.#ring()
    this.#timer = setInterval(() => this.#ring(), k_again_ms)
  }

  stop(): void {
    this.#wanted = false
    clearInterval(this.#timer)
  }

  #ring(): void {
    if (!navigator.userActivation?.hasBeenActive) {
      const touched = () => {
        removeEventListener('pointerup', touched)
        removeEventListener('keyup', touched)
        if (this.#wanted) this.#play()
      }
      addEventListener('pointerup', touched)
      addEventListener('keyup', touched)
      return
    }
    this.#play()
  }

  #play(): void {
    try {
      this.#audio ??= new AudioContext()
      const audio = this.#audio
      void audio.resume()
      k_tones_hz.forEach((tone_hz, i) => {
        const at = audio.currentTime + i * k_tone_s
        const tone = audio.createOscillator()
        const volume = audio.createGain()
        tone.frequency.value = tone_hz
        volume.gain.setValueAtTime(0.0001, at)
        volume.gain.exponentialRampToValueAtTime(0.25, at + 0.03)
        volume.gain.exponentialRampToValueAtTime(0.0001, at + k_tone_s)
        tone.connect(volume).connect(audio.destination)
        tone.start(at)
        tone.stop(at + k_tone_s)
      })
    } catch {
      // No sound device: the red bar stays.
    }
  }
}
