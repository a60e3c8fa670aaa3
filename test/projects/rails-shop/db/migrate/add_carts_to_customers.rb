class AddCartsToCustomers < ActiveRecord::Migration[7.1]
  def change
    add_reference :carts, :customer
  end
end
