class IndexPhones < ActiveRecord::Migration[7.1]
  def change
    add_index :customers, :phone, algorithm: :concurrently
  end
end
