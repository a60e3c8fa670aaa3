from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0001_initial"),
        ("customers", "0004_merge"),
    ]

    operations = [
        migrations.AddField("order", "note", models.TextField(null=True)),
        migrations.AlterModelOptions("order", {"ordering": ["id"]}),
    ]
