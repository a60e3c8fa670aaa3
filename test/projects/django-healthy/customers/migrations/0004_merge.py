from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0003_coupon"),
        ("customers", "0003_wish"),
    ]

    operations = []
