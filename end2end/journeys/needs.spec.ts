import { expect, test } from '../portal.ts';
import { daniel, maria, signIn, signInAtTheDesk } from '../people.ts';

test('somebody hides a telephone that is not safe and asks for large print, and the team sees what comes of it', async ({
  portal,
  elsewhere,
}) => {
  await signInAtTheDesk(portal, daniel, '/desk/accounts');
  await portal.follow('María López');
  await portal.follow('Personas');
  await portal.says('+52 55 1234 0001');
  await portal.press(/^Preguntar si sigue siendo suyo.*maria@example\.mx$/);
  await portal.says('La persona verá la pregunta al entrar al portal.');

  await signIn(elsewhere, maria);
  await elsewhere.says('¿Sigue siendo este su correo?');
  await elsewhere.press('Sí, es mío');
  await elsewhere.says('Guardado');
  await elsewhere.follow('Medios que otra persona puede leer');
  await elsewhere.press('Ocultarlo y dejar de usarlo');
  await elsewhere.hasErrors('Elija cuál ocultar');
  await elsewhere.choose('+52 55 1234 0001');
  await elsewhere.press('Ocultarlo y dejar de usarlo');
  await elsewhere.says('1 medio no se muestra');
  await expect(elsewhere.page.getByRole('main')).not.toContainText('1234');

  await elsewhere.open('/account/settings');
  await elsewhere.follow(/^Letra grande, solo cartas/);
  await elsewhere.choose(/^Letra grande/);
  await elsewhere.press('Guardar');
  await elsewhere.hasErrors('Sin su permiso no se guarda');
  await elsewhere.choose(/^Acepto que lo guarden/);
  await elsewhere.press('Guardar');
  await elsewhere.says('Quedó guardado');

  await portal.follow('Resumen');
  await portal.says('María López. Letra grande');
  await expect(portal.page.getByRole('main')).not.toContainText('1234');
  await portal.follow('Registrar una llamada');
  await portal.says('No: no hay un teléfono que se pueda usar.');
  await portal.says('María López. Letra grande');
  await portal.follow('Personas');
  await portal.says(/maria@example\.mx \(lo confirmó el/);
  await expect(portal.page.getByRole('main')).not.toContainText('1234');

  await elsewhere.open('/account/settings');
  await elsewhere.follow('Medios que otra persona puede leer');
  await elsewhere.press(/^Volver a usarlo/);
  await elsewhere.says('Se usa otra vez');
  await portal.follow('Resumen');
  await portal.says('+52 55 1234 0001');
});
