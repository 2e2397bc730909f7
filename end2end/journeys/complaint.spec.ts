import { expect, test } from '../portal.ts';
import { daniel, elena, maria, signIn, signInAtTheDesk } from '../people.ts';

test('a complaint is made, another is written down by telephone, and whoever leads answers with a letter', async ({
  portal,
  elsewhere,
}) => {
  await signIn(portal, maria, '/account/complaints');
  await portal.press('Enviar la queja');
  await portal.hasErrors('Elija de qué se queja', 'Cuéntenos qué pasó');
  await portal.choose('El trato que recibí');
  await portal.fill(/^Cuéntenos qué pasó/, 'Me gritaron por teléfono el lunes.');
  await portal.press('Enviar la queja');
  await portal.says('Es la Q-1.');

  // She calls about another.
  await signInAtTheDesk(elsewhere, daniel, '/desk/accounts/01950000-0000-7000-8000-030000004471/call');
  await elsewhere.follow('Anotar una queja por teléfono');
  await elsewhere.press('Anotar la queja');
  await elsewhere.hasErrors('Elija quién llama', 'Elija de qué se queja', 'Cuéntenos qué pasó');
  await elsewhere.choose('María López');
  await elsewhere.choose('Cuándo, dónde o cuánto me contactan');
  await elsewhere.fill(/^Qué dice/, 'La llamaron a las once de la noche.');
  await elsewhere.press('Anotar la queja');
  await elsewhere.isAt('Queja Q-2');
  await elsewhere.says('La responde quien supervisa.');
  const complaint = new URL(elsewhere.page.url()).pathname;

  await elsewhere.page.context().clearCookies();
  await signInAtTheDesk(elsewhere, elena, complaint);
  await elsewhere.choose(/^Con razón$/);
  await elsewhere.fill(/^Respuesta para el cliente/, 'Tiene razón. Desde hoy no la llamamos después de las ocho.');
  await elsewhere.press('Responder');
  await elsewhere.says('Con razón. Respondió Elena');

  await portal.open('/account/complaints');
  await portal.says('Por teléfono; la anotó Daniel.');
  await portal.says('Desde hoy no la llamamos después de las ocho.');
  const letter = portal.page.getByRole('link', { name: /^Descargar la respuesta/ });
  await expect(letter).toBeVisible();
  const answer = await portal.page.request.get((await letter.getAttribute('href'))!);
  expect(answer.headers()['content-type']).toBe('application/pdf');
});
