from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [
        migrations.AddField(model_name="order", name="status", field=models.TextField(default="new")),
        migrations.AddIndex(model_name="order", index=models.Index(fields=["status"], name="orders_status")),
    ]
