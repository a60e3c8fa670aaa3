class DropPhone < ActiveRecord::Migration[7.1]
  def change
    execute "SET LOCAL lock_timeout = '2s'"
    remove_column :customers, :phone
  end
end
