import { expect, test } from '../portal.ts';
import { authenticatorCode, daniel, latestCode, maria, signIn, signInAtTheDesk, susan } from '../people.ts';

test('a person signs in with a code and a detail, and out again', async ({ portal }) => {
  await portal.open('/account/settings');
  await portal.isAt('Entrar a su cuenta');
  await portal.fill('Correo, teléfono o número de referencia', maria.address);
  await portal.press('Enviarme un código');
  await portal.isAt('Escriba el código');
  await portal.fill('Código de 6 dígitos', await latestCode(portal, maria.address));
  await portal.press('Continuar');
  await portal.isAt('Un dato para cuidar su cuenta');
  await portal.fill('Número de una de sus facturas', maria.knownFact);
  await portal.press('Ver mi cuenta');
  await portal.isAt('Ajustes');
  await portal.press('Salir');
  await portal.open('/account/settings');
  await portal.isAt('Entrar a su cuenta');
});

test('a stranger is answered like anybody, and gets no code', async ({ portal }) => {
  await portal.open('/login');
  await portal.fill('Correo, teléfono o número de referencia', 'nadie@example.mx');
  await portal.press('Enviarme un código');
  await portal.isAt('Escriba el código');
  await portal.says('Si el dato está en una cuenta, enviamos 6 dígitos.');
  await portal.fill('Código de 6 dígitos', '482913');
  await portal.press('Continuar');
  await portal.hasErrors('Ese código no coincide. Quedan 4 intentos.');
});

test('a mistake at the door is told at its field and in the summary', async ({ portal }) => {
  await portal.open('/login');
  await portal.press('Enviarme un código');
  await portal.hasErrors('Escriba su correo, teléfono o referencia');
  await portal.fill('Correo, teléfono o número de referencia', '55 1234 56');
  await portal.press('Enviarme un código');
  await portal.hasErrors('El teléfono lleva 10 dígitos, como 55 1234 5678');
  await expect(portal.page.getByLabel('Correo, teléfono o número de referencia')).toHaveValue('55 1234 56');
  await portal.fill('Correo, teléfono o número de referencia', maria.address);
  await portal.press('Enviarme un código');
  await portal.fill('Código de 6 dígitos', '12');
  await portal.press('Continuar');
  await portal.hasErrors('El código tiene 6 dígitos');
});

test('a code opens nothing without the detail that belongs to it', async ({ portal }) => {
  await portal.open('/login');
  await portal.fill('Correo, teléfono o número de referencia', maria.address);
  await portal.press('Enviarme un código');
  await portal.fill('Código de 6 dígitos', await latestCode(portal, maria.address));
  await portal.press('Continuar');
  await portal.fill('Número de una de sus facturas', 'F-9999');
  await portal.press('Ver mi cuenta');
  await portal.hasErrors('No coincide con el dato de Aguas del Valle. Quedan 4 intentos.');
});

test('a device that is signed out from another is out at its next step', async ({ portal, elsewhere }) => {
  await signIn(portal, maria, '/account/settings');
  await portal.says('Solo este equipo.');
  await signIn(elsewhere, maria, '/account/settings');
  await portal.open('/account/settings');
  await portal.press(/^Cerrar esa sesión/);
  await portal.says('Solo este equipo.');
  await elsewhere.open('/account/settings');
  await elsewhere.isAt('Entrar a su cuenta');
});

test('the portal speaks English to whoever chose it', async ({ portal }) => {
  await signIn(portal, susan, '/account/settings');
  await portal.isAt('Settings');
  await portal.choose('Español');
  await portal.press('Save');
  await portal.isAt('Ajustes');
});

test('a member of the team signs in with a password and an authenticator', async ({ portal }) => {
  await portal.open('/desk/login');
  await portal.fill('Correo de trabajo', daniel.address);
  await portal.fill('Contraseña', 'agua turbia 2026');
  await portal.press('Continuar');
  await portal.hasErrors('El correo o la contraseña no coinciden');
  await signInAtTheDesk(portal, daniel, '/desk/sessions');
  await portal.isAt('Ajustes y sesiones');
});
