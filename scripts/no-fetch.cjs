// Stands in the bundles where TensorFlow.js asks for node-fetch: Label Audit loads nothing from the web.
module.exports = () => Promise.reject(new Error('Label Audit loads nothing from the web.'));
