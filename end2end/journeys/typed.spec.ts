import { expect, test } from '../portal.ts';
import { daniel, maria, signIn, signInAtTheDesk } from '../people.ts';

/** It would break out of a field for text, an attribute, a script and a comment (hazards T-S1). */
const BURST =
  '</textarea></title></script>--><script>document.title = "burst"</script><img src=x onerror="document.title = `burst`">"\'><b onclick=1>ñ &lt;i&gt;';

test('T-S1: what somebody types is read as they typed it by both sides, and nothing of it runs', async ({ portal, elsewhere }) => {
  // Whatever the browser complains of, as of a script that may not run, fails the journey.
  await signIn(portal, maria, '/account/messages');
  await portal.fill(/^Escriba su mensaje/, `${BURST}${'a'.repeat(4000)}`);
  await portal.press('Enviar');
  await portal.hasErrors('Es demasiado largo; quite una parte');
  await expect(portal.page.getByLabel(/^Escriba su mensaje/)).toHaveValue(`${BURST}${'a'.repeat(4000)}`);
  await portal.fill(/^Escriba su mensaje/, BURST);
  await portal.press('Enviar');
  await portal.says(BURST);
  await expect(portal.page.getByRole('main').locator('img, script, b[onclick]')).toHaveCount(0);

  await signInAtTheDesk(elsewhere, daniel, '/desk/messages');
  await elsewhere.follow('María López');
  await elsewhere.says(BURST);
  await elsewhere.fill(/^Nota del equipo/, BURST);
  await elsewhere.press('Guardar nota interna');
  await elsewhere.fill(/^Responder/, BURST);
  await elsewhere.press('Enviar');
  await expect(elsewhere.page.getByRole('main').locator('img, script, b[onclick]')).toHaveCount(0);
  await portal.open('/account/messages');
  await expect(portal.page.locator('.talk-new, .talk-other').last()).toContainText(BURST);
  await expect(portal.page).not.toHaveTitle(/^burst$/);
  await expect(elsewhere.page).not.toHaveTitle(/^burst$/);
});
