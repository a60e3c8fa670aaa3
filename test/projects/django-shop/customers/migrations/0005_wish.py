from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0004_drop_phone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wish",
            fields=[("id", models.BigAutoField(primary_key=True)), ("words", models.TextField())],
        ),
    ]
