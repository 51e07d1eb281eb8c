for (const link of document.querySelectorAll("[data-waymark-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}
