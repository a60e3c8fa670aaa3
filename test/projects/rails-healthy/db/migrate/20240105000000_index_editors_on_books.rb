# frozen_string_literal: true

class IndexEditorsOnBooks < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :books, :editor_id, algorithm: :concurrently
  end
end
