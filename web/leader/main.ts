// Starts the leaders' board in the browser.
import { mount } from 'svelte'
import '../shared/tokens.css'
import '../shared/base.css'
import '../shared/desk/desk.css'
import './board.css'
import App from './App.svelte'

mount(App, { target: document.getElementById('app')! })
