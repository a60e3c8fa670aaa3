class Backfill < ActiveRecord::Migration[7.1]
  def up
    execute <<~SQL
      UPDATE customers
      SET email = lower(email) WERE email <> lower(email)
    SQL
  end

  def down; end
end
