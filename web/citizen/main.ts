// Starts the citizen's face in the browser: takes over the page drawn at build time when it is the
// right one, starts the phone's own work, then the service worker.
import { hydrate, mount } from 'svelte'
import '../shared/tokens.css'
import '../shared/base.css'
import { rememberedLanguage, setLanguage } from '../shared/i18n.svelte'
import App from './App.svelte'
import { watchInstall } from './install.svelte'
import { startPhone } from './phone.svelte'
import { startRouter } from './router.svelte'
import { warmUp } from './screens.svelte'

const target = document.getElementById('app')!
const drawn = target.dataset.path
// Here, not in look.ts: the first screen need not load that.
const look = localStorage.getItem('camaug.look')
if (look) document.documentElement.dataset.look = look
watchInstall()
startRouter()
if (drawn !== undefined && drawn === location.pathname) hydrate(App, { target })
else {
  target.textContent = ''
  mount(App, { target })
}
// The page is drawn in Vietnamese; another choice comes right after, without a mismatch.
if (rememberedLanguage() === 'en') void setLanguage('en').catch(() => undefined)
startPhone()
performance.mark('camaug.ready')
warmUp()
if (import.meta.env.PROD)
  void import('./worker_link').then(
    (link) => link.startWorker(),
    () => undefined,
  )
