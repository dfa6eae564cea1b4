// Shows the description of the interface; whoever has signed in may try what only reads.
"use strict";

const place = document.getElementById("api-docs");
SwaggerUIBundle({ url: place.dataset.schema, domNode: place, supportedSubmitMethods: ["get"], validatorUrl: null });
