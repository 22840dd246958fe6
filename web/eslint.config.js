// Lint rules for TypeScript and Svelte: what the compiler does not catch, and no text in markup.
import ts from 'typescript-eslint'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'shared/api.d.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 500 }],
      'svelte/no-at-html-tags': 'error',
      // Maps and sets here are plain tables; what is shown is in $state.
      'svelte/prefer-svelte-reactivity': 'off',
      // It takes the reason behind an ignored code for more codes; the compiler knows better.
      'svelte/no-unused-svelte-ignore': 'off',
      // The faces have no router library: links are plain addresses.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['scripts/**', '**/*.test.ts'], rules: { 'no-console': 'off' } },
)
