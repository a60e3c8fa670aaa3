from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0002_email_index"),
    ]

    operations = [
        AddIndexConcurrently("customer", models.Index(fields=["phone"], name="customer_phone_idx")),
    ]
