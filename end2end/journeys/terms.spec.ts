import { test } from '../portal.ts';
import { carmen, elena, maria, signIn, signInAtTheDesk } from '../people.ts';

test('somebody reads the rules, placed on their own case, and says so', async ({ portal }) => {
  await signIn(portal, maria, '/account');
  await portal.follow('Reglas');
  await portal.isAt('Reglas de su cuenta');
  await portal.says('Han pasado 30 días desde el vencimiento.');
  await portal.says('Si nada cambia, lo siguiente es el lunes 23 de marzo de 2026');
  await portal.says('F-1041 está vencida: desde mañana suma $1.10 al día.');
  await portal.press('Guardar');
  await portal.hasErrors('Marque que leyó las reglas');
  await portal.choose('Leí las reglas');
  await portal.press('Guardar');
  await portal.says('Guardamos que leyó las reglas');
  await portal.says('María López, el viernes 6 de marzo de 2026');
  await portal.follow('Versión 3');
  await portal.says('Esta versión valió hasta el 31 de diciembre de 2025.');
});

test('one supervisor drafts new rules and another person publishes them', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(portal, elena);
  await portal.open('/desk/policies');
  await portal.press('Redactar la versión 5');
  await portal.isAt('Borrador de la versión 5');
  await portal.follow('Lo que cuesta pagar tarde');
  await portal.fill(/^Porcentaje$/, 'poco');
  await portal.press('Guardar');
  await portal.hasErrors('Escriba un porcentaje, por ejemplo 1.5');
  await portal.fill(/^Porcentaje$/, '1.2');
  await portal.press('Guardar');
  await portal.says('de 1.2 % cada 30 días, que son 14.6 % al año');
  await portal.follow('Resumen');
  await portal.says('Qué cambia frente a la versión 4');
  await portal.says('Qué haría con las cuentas de hoy');
  await portal.fill('Motivo', 'Baja la tasa');
  await portal.press('Pedir aprobación para publicar');
  await portal.says('Usted lo pidió; decide otra persona.');

  await signInAtTheDesk(elsewhere, carmen);
  await elsewhere.open('/desk/approvals');
  await elsewhere.follow('Publicar la versión 5 de las reglas');
  await elsewhere.press('Aprobar: Publicar la versión 5 de las reglas');
  await elsewhere.says('Aprobada');
  await elsewhere.open('/desk/policies');
  await elsewhere.says('Valdrá');
});
