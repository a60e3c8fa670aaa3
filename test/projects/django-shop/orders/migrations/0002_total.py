from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0001_initial"),
        ("customers", "0004_remove_phone"),
    ]

    operations = [
        migrations.AddField("order", "total", models.IntegerField(default=0)),
    ]
