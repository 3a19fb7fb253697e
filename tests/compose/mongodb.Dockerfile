# The embedded server with MongoDB's shell beside it, for the guide's `exec mongodb mongosh`. ted/embedded-mongo is built before.
FROM ted/embedded-mongo
USER root
RUN npm install --global mongosh@2.12.0
USER node
