import { expect, test } from '../portal.ts';
import { carmen, daniel, elena, signInAtTheDesk } from '../people.ts';

test('the next thing is taken, a call is logged, and the account rests until a day', async ({ portal }) => {
  await signInAtTheDesk(portal, daniel);
  await portal.isAt('Hoy, viernes 6 de marzo');
  await portal.says('Responder la aclaración A-104');
  await portal.press('Tomar lo siguiente');
  await portal.isAt(/A-104/);

  await portal.open('/desk?show=free');
  await portal.choose(/^Marcar: Susan Parker/);
  await portal.press('Tomar');
  await portal.says('Tomó 1.');
  await portal.open('/desk?show=mine');
  await portal.follow('Susan Parker');
  await portal.follow('Registrar una llamada');
  await portal.choose(/^Susan Parker/);
  await portal.choose('Nadie contestó');
  await portal.press('Registrar la llamada');
  await portal.says('Nadie contestó');

  await portal.open('/desk?show=mine');
  await portal.says('ya hubo contacto hoy');
  await portal.choose(/^Marcar: Susan Parker/);
  await portal.page.getByText('Posponer hasta un día', { exact: true }).click();
  await portal.press('Posponer');
  await portal.says('Pospuso 1.');
  await expect(portal.page.getByRole('link', { name: 'Susan Parker' })).toHaveCount(0);
});

test('what a colleague has taken is said to be theirs', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(elsewhere, daniel);
  await signInAtTheDesk(portal, elena, '/desk');
  await elsewhere.choose(/^Marcar: Susan Parker/);
  await elsewhere.press('Tomar');
  await elsewhere.says('Tomó 1.');
  await portal.choose(/^Marcar: Susan Parker/);
  await portal.press('Tomar');
  await portal.says(/Daniel Ortiz lo tomó a las/);
});

test('a note calls a colleague, and the history of the account tells everything', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(portal, daniel, '/desk/accounts');
  await portal.follow(/María López/);
  await portal.follow('Historia');
  await portal.fill('Nota del equipo', '@Elena, ¿la revisas antes del lunes?');
  await portal.press('Guardar nota interna');
  await portal.says('Para Elena Ríos');
  const kinds = portal.page.getByRole('navigation', { name: 'Qué se muestra' });
  await portal.leave(() => kinds.getByRole('link', { name: 'Mensajes' }).click());
  await portal.says('¿Cuándo leen el medidor?');

  await signInAtTheDesk(elsewhere, elena);
  await elsewhere.follow('Daniel Ortiz le llama en una nota');
  await elsewhere.says('¿la revisas antes del lunes?');
});

test('somebody comes in by a link of their own', async ({ portal, elsewhere }) => {
  await signInAtTheDesk(portal, carmen, '/desk/people');
  await portal.follow('Invitar a alguien');
  await portal.fill('Correo de trabajo', 'nora@aguas.example');
  await portal.fill(/^Nombre$/, 'Nora Vega');
  await portal.choose('Agente');
  await portal.press('Enviar la invitación');
  await portal.says('Se invitó a Nora Vega.');

  let link: string | undefined;
  for (let tries = 0; tries < 100 && !link; tries += 1) {
    const mailbox = await fetch(`${portal.server.url}/dev/mailbox?to=nora`);
    link = /\/desk\/join\/[\w-]+/.exec(await mailbox.text())?.[0];
    if (!link) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await elsewhere.open(link ?? '');
  await elsewhere.says('Entrará con nora@aguas.example');
  await elsewhere.page.locator('[name=password]').fill('corta');
  await elsewhere.submit();
  await elsewhere.page.locator('[name=password]').fill('una mesa azul en marzo');
  await elsewhere.submit();
  expect(new URL(elsewhere.page.url()).pathname).toBe('/desk/login/enrol');
});
