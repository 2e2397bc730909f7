import { expect, test } from '../portal.ts';
import { daniel, elena, maria, signIn, signInAtTheDesk } from '../people.ts';

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
  // With scripts a bar follows the files on their way.
  let isSeenOnItsWay = !javaScriptEnabled;
  await portal.page.route('**/do/messages/send', async (route) => {
    if (javaScriptEnabled) isSeenOnItsWay = await portal.page.getByRole('progressbar', { name: 'Enviando archivos' }).isVisible();
    await route.continue();
  });
  await portal.press('Enviar');
  expect(isSeenOnItsWay).toBe(true);
  await portal.page.unroute('**/do/messages/send');
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
  await portal.press('Responder');
  await portal.hasErrors('Elija cómo le fue');
  await portal.choose('Bien');
  await portal.fill(/^Algo que quiera agregar/, 'Muy claros');
  await portal.press('Responder');
  await portal.isAt('Gracias por responder');
  await portal.follow('Volver');
  await portal.fill(/^Escriba su mensaje/, 'Una cosa más');
  await portal.press('Enviar');
  await elsewhere.follow('Abiertas');
  await elsewhere.follow('María López');
  await elsewhere.says('Una cosa más');
  await elsewhere.says('El cliente dice que le fue: Bien');
  await elsewhere.open('/desk/opinions');
  await elsewhere.says('Muy claros');
});

test('what is unread is counted on every page of both sides as it comes', async ({ portal, elsewhere, javaScriptEnabled }) => {
  const counts = (window: typeof portal, text: string) =>
    expect(window.page.getByRole('navigation').first()).toContainText(text);
  await signIn(portal, maria, '/account/invoices');
  await counts(portal, 'Mensajes (1)');
  await signInAtTheDesk(elsewhere, daniel, '/desk/messages');
  await elsewhere.follow('María López');
  await elsewhere.fill(/^Responder/, 'Ya comparamos la lectura.');
  await elsewhere.press('Enviar');
  if (!javaScriptEnabled) await portal.open('/account/invoices');
  await counts(portal, 'Mensajes (2)');
  await elsewhere.open('/desk/payments');
  await portal.open('/account/messages');
  await counts(portal, 'Mensajes');
  await portal.fill(/^Escriba su mensaje/, 'Gracias');
  await portal.press('Enviar');
  if (!javaScriptEnabled) await elsewhere.open('/desk/payments');
  await counts(elsewhere, 'Mensajes (1)');
});

test('a supervisor puts a template into other words, with figures of the account, and an answer begins with it', async ({
  portal,
  elsewhere,
}) => {
  await signInAtTheDesk(portal, elena, '/desk/messages');
  await portal.follow('María López');
  await portal.follow('Plantillas de mensajes');
  await portal.isAt('Plantillas de mensajes');
  await portal.follow('Cambiar «Lo que debe hoy»');
  await portal.fill('Texto en español', 'Buen día, {nombre}.');
  await portal.press('Guardar');
  await portal.hasErrors('«{nombre}» no es un dato de la cuenta');
  await expect(portal.page.getByLabel('Texto en español')).toHaveValue('Buen día, {nombre}.');
  await portal.fill('Texto en español', 'Buen día, {name}. Hoy faltan {due} en la cuenta {reference}.');
  await portal.press('Guardar');
  await portal.says('Plantilla guardada');
  await portal.says('con sus palabras');
  await portal.follow('Escribir otra');
  await portal.fill('Título en español', 'Gracias');
  await portal.fill('Título en inglés', 'Thank you');
  await portal.fill('Texto en español', 'Gracias, {name}. {creditor}');
  await portal.fill('Texto en inglés', 'Thank you, {name}. {creditor}');
  await portal.press('Guardar');

  // The agent begins with either; the customer reads what was sent.
  await signInAtTheDesk(elsewhere, daniel, '/desk/messages');
  await elsewhere.follow('María López');
  await elsewhere.follow('Gracias');
  await expect(elsewhere.page.getByLabel(/^Responder/)).toHaveValue('Gracias, María. Aguas del Valle');
  await elsewhere.follow('Lo que debe hoy');
  await elsewhere.press('Enviar');
  await elsewhere.says('Buen día, María. Hoy faltan $4,649.50 en la cuenta 4471.');
  await elsewhere.open('/desk/templates');
  await elsewhere.says('Las cambia quien supervisa.');

  await portal.follow('Cambiar «Lo que debe hoy»');
  await portal.press('Volver a las palabras originales');
  await portal.says('Se dice otra vez con las palabras originales');
});
