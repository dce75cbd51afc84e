// Photos drawn anew from their pixels before they are sealed (no place, no camera, no time), and the pad for a signature.
const LONG_SIDE = 1600;

const blobOf = (canvas, type, quality) => new Promise((done) => { canvas.toBlob(done, type, quality); });

export const photoBytes = async (file) => {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONG_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return (await blobOf(canvas, "image/jpeg", 0.8)).arrayBuffer();
};

// A stroke and wiping it away count as input of the form around it: what is drawn is kept with what is typed.
export const signaturePad = (canvas) => {
  const pen = canvas.getContext("2d");
  let strokes = 0;
  const told = () => canvas.dispatchEvent(new Event("input", { bubbles: true }));
  const clear = () => { pen.fillStyle = "white"; pen.fillRect(0, 0, canvas.width, canvas.height); strokes = 0; };
  clear();
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "black" });
    pen.beginPath();
    pen.moveTo(...at(event));
    strokes += 1;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", told);
  return {
    wipe: () => { clear(); told(); },
    isDrawn: () => strokes > 0,
    bytes: async () => (await blobOf(canvas, "image/png")).arrayBuffer(),
    restore: async (bytes) => { pen.drawImage(await createImageBitmap(new Blob([bytes], { type: "image/png" })), 0, 0); strokes = 1; },
  };
};
