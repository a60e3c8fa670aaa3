# frozen_string_literal: true

class IndexISBNOnBooks < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :books, :isbn, algorithm: :concurrently
  end
end
