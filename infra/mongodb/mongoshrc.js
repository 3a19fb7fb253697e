// So that `docker-compose exec mongodb mongosh rugs_tracker` may look at TED's data.
db.getSiblingDB('rugs_tracker').auth('ted', process.env.MONGO_PASSWORD);
