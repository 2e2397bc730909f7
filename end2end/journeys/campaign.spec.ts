import { test } from '../portal.ts';
import { elena, maria, signIn, signInAtTheDesk } from '../people.ts';

test('the same plan is offered to everybody who is late, and one of them reads it', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(portal, elena, '/desk/plans');
  await portal.follow('Campañas de planes');
  await portal.follow('Abrir una campaña');
  await portal.fill('Días de atraso, por lo menos', 'muchos');
  await portal.press('Ver a quién le tocaría');
  await portal.hasErrors('Escriba un número de días, de 1 a 3650');
  await portal.fill('Días de atraso, por lo menos', '10');
  await portal.fill('Cuántos pagos', '3');
  await portal.press('Ver a quién le tocaría');
  await portal.says('María');
  await portal.press(/^Enviar/);
  await portal.hasErrors('Escriba el mensaje');
  await portal.fill('Mensaje a cada cliente', 'Puede pagarlo en partes, si le acomoda.');
  await portal.press(/^Enviar/);
  await portal.isAt('Campaña de Aguas del Valle');
  await portal.says('Puede pagarlo en partes, si le acomoda.');

  await signIn(elsewhere, maria, '/account/plans');
  await elsewhere.says('Espera su respuesta');
});
