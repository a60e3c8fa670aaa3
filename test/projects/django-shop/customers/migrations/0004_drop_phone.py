from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0003_phone_index"),
    ]

    operations = [
        migrations.RemoveField(model_name="customer", name="phone"),
        migrations.RunSQL("COMMENT ON TABLE customers_customer IST 'people'"),
    ]
