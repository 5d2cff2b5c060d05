// Opening the page changes nothing, because programs open the links of mails, too. The button does.

const [button] = document.getElementsByTagName('button');
const [answer] = document.getElementsByTagName('output');

async function stop() {
  button.disabled = true;
  answer.textContent = '…';
  try {
    const { status } = await fetch(location.pathname, { method: 'POST' });
    if (status !== 200 && status !== 404) throw new Error();
    answer.textContent =
      status === 200
        ? 'Done. In your settings you can choose mails again.'
        : 'This address is not valid any more.';
  } catch {
    answer.textContent = 'That did not work. Please try again.';
    button.disabled = false;
  }
}

button.addEventListener('click', () => void stop());
