import { expect, test } from '../portal.ts';
import { daniel, maria, signIn, signInAtTheDesk } from '../people.ts';

/** The smallest picture that is one. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a question is asked, answered from a template, read, closed and taken up again, and a note stays inside', async ({
  portal,
  elsewhere,
  javaScriptEnabled,
}) => {
  await signIn(portal, maria, '/account/messages');
  await portal.isAt('Mensajes');
  await portal.says('La lectura es el día 3 de cada mes');
  await portal.press('Enviar');
  await portal.hasErrors('Escriba un mensaje o adjunte un archivo');
  await portal.fill(/^Escriba su mensaje/, 'Aquí va la foto. Pagué con 4242 4242 4242 4242.');
  await portal.page.locator('[name=files]').setInputFiles({ name: 'medidor.png', mimeType: 'image/png', buffer: PHOTO });
  await portal.press('Enviar');
  await portal.says('Respondemos a más tardar el lunes 9 de marzo de 2026');
  await portal.says('medidor.png');
  await expect(portal.page.getByRole('main')).not.toContainText('4242 4242 4242');

  await signInAtTheDesk(elsewhere, daniel, '/desk/messages');
  await expect(elsewhere.page.getByRole('navigation').first()).toContainText('Mensajes (1)');
  await elsewhere.follow('María López');
  await elsewhere.says('Aquí va la foto.');
  await elsewhere.fill(/^Nota del equipo/, 'ORDEN-7731: @Elena, pide otra lectura');
  await elsewhere.press('Guardar nota interna');
  await elsewhere.says('ORDEN-7731');
  await elsewhere.follow('Lo que debe hoy');
  await expect(elsewhere.page.getByLabel(/^Responder/)).toHaveValue(/^Hola, María\. Para estar al día faltan \$/);
  await elsewhere.press('Enviar');
  await elsewhere.says('No espera respuesta.');

  // With scripts the answer comes by itself.
  if (!javaScriptEnabled) await portal.follow('Ver si hay nuevos');
  await portal.says('Hola, María. Para estar al día faltan $');
  await expect(portal.page.locator('body')).not.toContainText('ORDEN-7731');

  await elsewhere.open(new URL(elsewhere.page.url()).pathname);
  await expect(elsewhere.page.locator('.talk-own').last()).toContainText('Leído');
  await elsewhere.page.getByText('Cerrar la conversación').click();
  await elsewhere.choose('Respondida');
  await elsewhere.press('Cerrar');
  await elsewhere.follow('Cerradas');
  await elsewhere.says('María López');

  await portal.follow('Ver si hay nuevos');
  await portal.says('El equipo dio esto por atendido');
  await portal.fill(/^Escriba su mensaje/, 'Una cosa más');
  await portal.press('Enviar');
  await elsewhere.follow('Abiertas');
  await elsewhere.follow('María López');
  await elsewhere.says('Una cosa más');
});
