import os

SECRET_KEY = "a sample"
INSTALLED_APPS = ["django.contrib.contenttypes", "customers", "orders"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ.get("PGDATABASE", "shop")}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
