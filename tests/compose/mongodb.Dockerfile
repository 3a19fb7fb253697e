# The embedded server with MongoDB's shell beside it, for the guide's `exec mongodb mongosh`. ted/embedded-mongo is built before.
FROM ted/embedded-mongo
USER root
# It would look for a newer version and report its use, and wait for both.
RUN npm install --global mongosh@2.12.0 \
  && printf 'mongosh:\n  enableTelemetry: false\n  updateURL: ""\n' > /etc/mongosh.conf
USER node
