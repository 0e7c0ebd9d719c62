"use strict";
(function () {
  const layers = JSON.parse(document.getElementById("layers").textContent);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Coordinates are metres on the National Grid, which is a plane: no projection is needed.
  const map = L.map("map", {
    crs: L.CRS.Simple, minZoom: -12, maxZoom: 0, zoomSnap: 0.25, attributionControl: false,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
  });
  L.control.scale({ imperial: true }).addTo(map);
  const b = layers.bounds;
  map.fitBounds([[b[1], b[0]], [b[3], b[2]]], { animate: false });
  map.createPane("areas").style.zIndex = 350;
  map.createPane("lines").style.zIndex = 420;
  map.createPane("sites").style.zIndex = 450;

  function bandOf(minutes) {
    if (minutes === null) { return layers.noPlace; }
    return layers.bands.find(function (band) { return band.below === null || minutes < band.below; });
  }

  function words(lines) {
    const box = document.createElement("div");
    lines.forEach(function (line, place) {
      const row = document.createElement(place === 0 ? "strong" : "div");
      row.textContent = line;
      box.appendChild(row);
    });
    return box;
  }

  let kind = layers.kinds.length ? layers.kinds[0].column : null;
  const areas = L.geoJSON(layers.areas, {
    pane: "areas",
    style: function () { return { weight: 0.5, color: "#ffffff", fillOpacity: 0.8 }; },
  }).addTo(map);
  // One tooltip that follows the pointer: a tooltip bound to each area would make every area a
  // stop of the Tab key. By keyboard the areas are read in the table below the map.
  const tip = L.tooltip({ sticky: true });
  areas.on("mousemove", function (event) {
    const minutes = event.layer.feature.properties[kind];
    const said = minutes === null ? layers.noPlace.says : minutes + " minutes";
    tip.setContent(words([event.layer.feature.properties.name, said])).setLatLng(event.latlng).addTo(map);
  });
  areas.on("mouseout", function () { tip.remove(); });

  const overlays = [
    ["Districts", L.geoJSON(layers.districts, { interactive: false, pane: "lines", style: { color: "#3b3b3b", weight: 1.2, fill: false } }), true],
    ["Main roads", L.geoJSON(layers.roads, { interactive: false, pane: "lines", style: { color: "#5b6875", weight: 1 } }), true],
    ["Within " + layers.reachedMinutes.join(", ") + " minutes of a site", L.geoJSON(layers.reached, { interactive: false, pane: "lines", style: { color: layers.reachedColour, weight: 0.6, fillOpacity: 0.18 } }), false],
    ["Land nearest to each site", L.geoJSON(layers.catchments, { interactive: false, pane: "lines", style: { color: "#a0522d", weight: 1.5, dashArray: "5 3", fill: false } }), false],
  ];

  const markers = {};
  layers.sites.forEach(function (site) {
    const marker = L.circleMarker([site.northing, site.easting], {
      pane: "sites", radius: site.radius, color: "#ffffff", weight: 1.5, fillColor: site.colour, fillOpacity: 0.9,
    });
    const said = [site.name, site.provider + " (" + site.sector_says + ")",
      site.places + " places" + (site.commissions ? ": " + site.commissions : ""), site.district];
    marker.bindPopup(function () { return words(said); }, { maxWidth: Math.min(300, map.getSize().x - 60) });
    marker.addTo(map);
    const path = marker.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", said.join(", "));
    path.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        marker.openPopup();
      }
    });
    markers[site.site_id] = marker;
  });

  function choice(type, name, says, checked, act) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = type;
    input.name = name;
    input.checked = checked;
    input.addEventListener("change", function () { act(input.checked); });
    label.append(input, says);
    return label;
  }

  function legend() {
    const list = document.getElementById("legend");
    const used = new Map();
    layers.areas.features.forEach(function (feature) {
      const band = bandOf(feature.properties[kind]);
      used.set(band.says, band.colour);
    });
    const rows = layers.bands.concat([layers.noPlace])
      .filter(function (band) { return used.has(band.says); })
      .concat(layers.sectors);
    list.replaceChildren.apply(list, rows.map(function (row) {
      const item = document.createElement("li");
      const key = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const mark = document.createElementNS("http://www.w3.org/2000/svg", row.isSite ? "circle" : "rect");
      const shape = row.isSite ? { cx: 8, cy: 8, r: 7 } : { x: 1, y: 1, width: 14, height: 14 };
      Object.keys(shape).forEach(function (name) { mark.setAttribute(name, shape[name]); });
      mark.setAttribute("fill", row.colour);
      mark.setAttribute("stroke", "#555555");
      key.setAttribute("viewBox", "0 0 16 16");
      key.setAttribute("aria-hidden", "true");
      key.appendChild(mark);
      item.append(key, row.says);
      return item;
    }));
  }

  function paint() {
    areas.setStyle(function (feature) { return { fillColor: bandOf(feature.properties[kind]).colour }; });
    legend();
  }

  layers.kinds.forEach(function (one) {
    document.getElementById("kinds").appendChild(choice("radio", "kind", one.says, one.column === kind, function () {
      kind = one.column;
      paint();
    }));
  });
  overlays.forEach(function (overlay) {
    if (!overlay[1].getLayers().length) { return; }
    if (overlay[2]) { overlay[1].addTo(map); }
    document.getElementById("overlays").appendChild(choice("checkbox", overlay[0], overlay[0], overlay[2], function (on) {
      if (on) { overlay[1].addTo(map); } else { overlay[1].remove(); }
    }));
  });
  document.querySelectorAll("button[data-site]").forEach(function (button) {
    button.addEventListener("click", function () {
      const marker = markers[button.dataset.site];
      document.getElementById("map").scrollIntoView({ block: "nearest" });
      map.panTo(marker.getLatLng(), { animate: !still });
      marker.openPopup();
      marker.getElement().focus({ preventScroll: true });
    });
  });
  paint();
}());
