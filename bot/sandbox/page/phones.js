// The phones: what is on their screens, and what is done with them.
import { post } from "./app.js";

const timeOf = new Intl.DateTimeFormat("nl-NL", { timeZone: "Europe/Amsterdam", hour: "2-digit", minute: "2-digit" });
const svg = "http://www.w3.org/2000/svg";

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) {
    element.className = name;
  }
  if (text) {
    element.textContent = text;
  }
  return element;
}

function pin() {
  const icon = document.createElementNS(svg, "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", "M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7zm0 9.5A2.5 2.5 0 1 1 12 6.5a2.5 2.5 0 0 1 0 5z");
  icon.append(path);
  return icon;
}

async function use(phone, body) {
  phone.classList.add("busy");
  const screen = await post(`/sandbox/phones/${phone.dataset.phone}`, body);
  phone.classList.remove("busy");
  if (screen) {
    showPhone(screen);
  }
}

// smallMap draws where a place is.
function smallMap(place) {
  const map = document.getElementById("map");
  const small = map.cloneNode(true);
  small.removeAttribute("id");
  small.removeAttribute("aria-label");
  small.setAttribute("aria-hidden", "true");
  small.setAttribute("class", "where");
  const { west, east, south, north } = map.dataset;
  const box = map.viewBox.baseVal;
  const x = ((place.lon - west) / (east - west)) * box.width;
  const y = ((north - place.lat) / (north - south)) * box.height;
  small.setAttribute("viewBox", `${x - 210} ${y - 120} 420 240`);
  const dot = document.createElementNS(svg, "circle");
  dot.setAttribute("cx", x);
  dot.setAttribute("cy", y);
  dot.setAttribute("r", 14);
  small.append(dot);
  return small;
}

function optionButton(phone, message, option) {
  const button = make("button", "option");
  button.type = "button";
  if (option.ask === "place") {
    button.append(pin(), option.label.replace(/^\P{L}+/u, ""));
  } else {
    button.textContent = option.label;
  }
  if (option.data && option.data === message.pressed) {
    button.classList.add("pressed");
  }
  button.addEventListener("click", () => use(phone, { option: option.data || option.label, message: message.id }));
  return button;
}

function bubble(phone, message) {
  const item = make("li", `message ${message.from}`);
  item.dataset.id = message.id;
  item.append(make("span", "unseen", message.from === "me" ? "Verstuurd: " : "Gemeente: "));
  if (message.photo) {
    const photo = make("img", "photo");
    photo.src = message.photo;
    photo.alt = message.from === "me" ? "Foto van vuilniszakken op de stoep" : "Foto van de gemeente";
    if (message.from === "me") {
      photo.width = 480;
      photo.height = 360;
    }
    item.append(photo);
  }
  if (message.place) {
    item.append(smallMap(message.place));
    if (message.from === "me") {
      item.append(make("span", "text", "Mijn locatie"));
    }
  }
  if (message.text) {
    item.append(make("span", "text", message.text));
  }
  const time = make("time", "", timeOf.format(new Date(message.at)));
  time.dateTime = message.at;
  item.append(time);
  if (message.options.length && !message.keys) {
    const group = make("span", "options");
    group.append(...message.options.map((option) => optionButton(phone, message, option)));
    item.append(group);
  }
  return item;
}

// showPhone adds what is new and redraws what changed: a pressed button.
export function showPhone(screen) {
  const phone = document.querySelector(`[data-phone="${screen.name}"]`);
  const list = phone.querySelector(".messages");
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  let last = null;
  let added = false;
  for (const message of screen.messages) {
    const shape = JSON.stringify(message);
    let item = known.get(message.id);
    if (!item || item.shape !== shape) {
      const fresh = bubble(phone, message);
      fresh.shape = shape;
      if (item) {
        item.replaceWith(fresh);
      } else if (last) {
        last.after(fresh);
      } else {
        list.prepend(fresh);
      }
      added ||= !item;
      item = fresh;
    }
    known.delete(message.id);
    last = item;
  }
  const keys = phone.querySelector(".keys");
  const keyboard = screen.messages.findLast((message) => message.keys && message.options.length);
  const shape = JSON.stringify(keyboard || null);
  if (keys.shape !== shape) {
    keys.shape = shape;
    keys.replaceChildren(...(keyboard ? keyboard.options.map((option) => optionButton(phone, keyboard, option)) : []));
    added = true;
  }
  if (added) {
    list.scrollTop = list.scrollHeight;
  }
}

// The map to choose a place on.
const dialog = document.getElementById("place");
const map = document.getElementById("map");
let placing = null;

function sendPlace(lat, lon) {
  dialog.close();
  use(placing, { lat, lon });
}

map.addEventListener("click", (event) => {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  const box = map.viewBox.baseVal;
  const { west, east, south, north } = map.dataset;
  sendPlace(Number(north) - (at.y / box.height) * (north - south), Number(west) + (at.x / box.width) * (east - west));
});
for (const button of dialog.querySelectorAll("[data-lat]")) {
  button.addEventListener("click", () => sendPlace(Number(button.dataset.lat), Number(button.dataset.lon)));
  for (const [event, on] of [["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]]) {
    button.addEventListener(event, () => map.querySelector(`[data-wijk="${button.dataset.wijk}"]`).classList.toggle("on", on));
  }
}
dialog.querySelector(".close").addEventListener("click", () => dialog.close());

// bindPhone makes the buttons of a phone work.
export function bindPhone(phone) {
  const form = phone.querySelector(".write");
  const field = form.elements.text;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) {
      field.value = "";
      use(phone, { text });
    }
  });
  for (const button of phone.querySelectorAll("[data-act]")) {
    button.addEventListener("click", () => {
      if (button.dataset.act === "call") {
        use(phone, { call: true });
        return;
      }
      if (button.dataset.act === "photo") {
        use(phone, { photo: true });
        return;
      }
      placing = phone;
      dialog.showModal();
    });
  }
  for (const key of phone.querySelectorAll("[data-key]")) {
    key.addEventListener("click", () => {
      field.value += key.dataset.key;
    });
  }
  for (const hint of phone.querySelectorAll("[data-say]")) {
    hint.addEventListener("click", () => use(phone, { text: hint.dataset.say }));
  }
}
