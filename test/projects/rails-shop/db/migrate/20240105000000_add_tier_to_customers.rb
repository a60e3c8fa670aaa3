class AddTier < ActiveRecord::Migration[7.1]
  def up
    execute "SET LOCAL lock_timeout = '2s'"
    add_column :customers, :tier, :integer, null: false
  end

  def down
    remove_column :customers, :tier
  end
end
