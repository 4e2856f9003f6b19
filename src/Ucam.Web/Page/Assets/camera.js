// A picture from the camera, where the browser has one and lets the page use it.
export const hasCamera = () => !!navigator.mediaDevices?.getUserMedia;

export async function takePicture(dialog) {
  const video = dialog.querySelector("video"), stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    dialog.returnValue = "";
    dialog.showModal();
    await video.play();
    await new Promise(done => dialog.addEventListener("close", done, { once: true }));
    if (dialog.returnValue !== "take") return null;
    const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext("2d").drawImage(video, 0, 0);
    return await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.92));
  } finally {
    stream.getTracks().forEach(track => track.stop());
    video.srcObject = null;
  }
}
