// Runs once, in an empty database: TED's own user, who may do in its own database what TED does, and nothing elsewhere.
db.getSiblingDB('rugs_tracker').createUser({
  user: 'ted',
  pwd: process.env.MONGO_PASSWORD,
  roles: [{ role: 'dbOwner', db: 'rugs_tracker' }],
});
